function o(n,t,r,a=!1){n.addEventListener(`map:${t}`,e=>{a&&e.preventDefault(),r(e.detail)})}export{o as a};
